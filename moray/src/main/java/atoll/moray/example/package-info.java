/// Six small programs that show how the client is used. Doors: [atoll.moray.example.Examples].
@NullMarked
package atoll.moray.example;

import org.jspecify.annotations.NullMarked;
