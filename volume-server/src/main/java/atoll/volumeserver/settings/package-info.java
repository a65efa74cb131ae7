/// What an operator decides about a volume server.
@NullMarked
package atoll.volumeserver.settings;

import org.jspecify.annotations.NullMarked;
