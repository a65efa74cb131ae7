/// Workshop: what sees the whole house. Its tests are the house rules and the tidiness of the
/// sources; the product depends on none of it.
@NullMarked
package atoll.proof;

import org.jspecify.annotations.NullMarked;
