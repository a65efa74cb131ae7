/// Where rows come from, whatever way they are asked for.
@NullMarked
package atoll.sharkspotter.source;

import org.jspecify.annotations.NullMarked;
