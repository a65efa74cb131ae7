/// Tests of the real disk that need the contract suites of the workshop.
@NullMarked
package atoll.kit.real;

import org.jspecify.annotations.NullMarked;
