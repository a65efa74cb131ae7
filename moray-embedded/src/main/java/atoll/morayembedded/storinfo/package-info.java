/// Where storage nodes and their room are known: a service over HTTP.
@NullMarked
package atoll.morayembedded.storinfo;

import org.jspecify.annotations.NullMarked;
