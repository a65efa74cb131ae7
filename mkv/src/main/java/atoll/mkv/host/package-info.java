/// Our own blob host: files by WebDAV's PUT and DELETE, synced before they are acknowledged.
@NullMarked
package atoll.mkv.host;

import org.jspecify.annotations.NullMarked;
