/// Test support: random metadata for tests of whoever uses libmanta.
@NullMarked
package atoll.libmanta.generate;

import org.jspecify.annotations.NullMarked;
