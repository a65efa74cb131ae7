/// Moray's filters: which objects are meant. Doors: [atoll.moray.filter.Filter].
@NullMarked
package atoll.moray.filter;

import org.jspecify.annotations.NullMarked;
