/// The seams on the real machine. The only package of Atoll that asks the operating system for
/// time, files, sockets, threads or chance.
@NullMarked
package atoll.kit.real;

import org.jspecify.annotations.NullMarked;
