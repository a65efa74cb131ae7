/// The protobuf wire format, as far as the small messages in a volume's files need it.
@NullMarked
package atoll.volume.protobuf;

import org.jspecify.annotations.NullMarked;
