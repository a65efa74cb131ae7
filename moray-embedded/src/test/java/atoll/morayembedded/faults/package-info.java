/// Test support: a moray server that fails where it is told to.
@NullMarked
package atoll.morayembedded.faults;

import org.jspecify.annotations.NullMarked;
