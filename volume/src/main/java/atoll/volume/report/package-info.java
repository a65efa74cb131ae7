/// What a server tells the master of its volumes, and the digest by which both sides agree on it.
@NullMarked
package atoll.volume.report;

import org.jspecify.annotations.NullMarked;
