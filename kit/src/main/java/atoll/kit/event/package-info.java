/// What happened, as values: cores report events, shells print and count them.
@NullMarked
package atoll.kit.event;

import org.jspecify.annotations.NullMarked;
