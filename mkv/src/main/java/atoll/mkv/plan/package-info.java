/// What the gateway decides: from records to plans. Pure.
@NullMarked
package atoll.mkv.plan;

import org.jspecify.annotations.NullMarked;
