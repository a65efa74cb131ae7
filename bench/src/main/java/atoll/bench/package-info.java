/// Workshop: what a seam costs, and how whole processes compare with their peers.
@NullMarked
package atoll.bench;

import org.jspecify.annotations.NullMarked;
