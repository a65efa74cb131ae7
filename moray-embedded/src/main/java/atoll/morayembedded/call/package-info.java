/// The calls of moray's protocol: what they take and what they answer.
@NullMarked
package atoll.morayembedded.call;

import org.jspecify.annotations.NullMarked;
