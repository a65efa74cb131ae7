/// A volume server that works under SeaweedFS's masters: its HTTP and gRPC over the storage engine.
@NullMarked
package atoll.volumeserver;

import org.jspecify.annotations.NullMarked;
