/// Values of header fields: dates, entity tags, ranges, media types, trace contexts. Pure.
@NullMarked
package atoll.http.field;

import org.jspecify.annotations.NullMarked;
