/// The gateway: HTTP in front of plans, index and hosts.
@NullMarked
package atoll.mkv.gateway;

import org.jspecify.annotations.NullMarked;
