/// `volume-tool`: what an operator does with the files of a volume that no server uses.
@NullMarked
package atoll.app.volumetool;

import org.jspecify.annotations.NullMarked;
