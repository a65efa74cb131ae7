/// Images made smaller, cut and turned upright.
@NullMarked
package atoll.volumeserver.image;

import org.jspecify.annotations.NullMarked;
