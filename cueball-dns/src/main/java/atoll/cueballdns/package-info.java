/// Backends of a pool from DNS. Doors: [atoll.cueballdns.DnsResolver] and, for where to ask,
/// [atoll.cueballdns.ResolvConf].
@NullMarked
package atoll.cueballdns;

import org.jspecify.annotations.NullMarked;
