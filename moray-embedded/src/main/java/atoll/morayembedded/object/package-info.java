/// Objects: their text, etags and index columns.
@NullMarked
package atoll.morayembedded.object;

import org.jspecify.annotations.NullMarked;
