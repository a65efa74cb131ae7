/// Files behind a seam: what the operating system offers a storage engine, and nothing more.
@NullMarked
package atoll.kit.disk;

import org.jspecify.annotations.NullMarked;
