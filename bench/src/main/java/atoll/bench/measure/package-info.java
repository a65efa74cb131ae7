/// What every comparison is, and how its figures are printed.
@NullMarked
package atoll.bench.measure;

import org.jspecify.annotations.NullMarked;
