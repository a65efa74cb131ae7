/// The client of moray, the store of JSON objects in buckets where Manta keeps its metadata.
///
/// [atoll.moray.MorayClient] has all calls; [atoll.moray.MorayOptions] goes with each of them,
/// [atoll.moray.filter.Filter] says which objects are meant, [atoll.moray.Rows] is an answer that
/// is taken value by value, and [atoll.moray.MorayException] is an error of the server under the
/// server's name.
@NullMarked
package atoll.moray;

import org.jspecify.annotations.NullMarked;
