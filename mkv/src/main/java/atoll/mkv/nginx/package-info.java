/// Stock nginx as a blob host: its configuration, and its process.
@NullMarked
package atoll.mkv.nginx;

import org.jspecify.annotations.NullMarked;
