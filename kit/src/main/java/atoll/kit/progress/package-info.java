/// How far a long piece of work has come.
@NullMarked
package atoll.kit.progress;

import org.jspecify.annotations.NullMarked;
