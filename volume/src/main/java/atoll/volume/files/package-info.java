/// How the files of a volume are called, and the small files that stand beside them in a directory.
@NullMarked
package atoll.volume.files;

import org.jspecify.annotations.NullMarked;
