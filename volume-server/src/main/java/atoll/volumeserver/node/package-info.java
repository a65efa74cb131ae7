/// The volume server as all its doors see it: who it is, what it stores, whether it is ready.
@NullMarked
package atoll.volumeserver.node;

import org.jspecify.annotations.NullMarked;
