/// Bodies of several parts: reading multipart forms, writing multipart/byteranges. Pure.
@NullMarked
package atoll.http.form;

import org.jspecify.annotations.NullMarked;
