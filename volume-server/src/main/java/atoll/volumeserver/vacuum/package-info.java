/// Vacuums, as masters and shells order them over gRPC, step by step.
@NullMarked
package atoll.volumeserver.vacuum;

import org.jspecify.annotations.NullMarked;
