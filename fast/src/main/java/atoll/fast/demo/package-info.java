/// The procedures that demo servers of fast offer, and the numbers they are watched by.
@NullMarked
package atoll.fast.demo;

import org.jspecify.annotations.NullMarked;
