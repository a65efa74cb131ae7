/// The configuration file: every problem at once, or a record of all settings.
@NullMarked
package atoll.mkv.config;

import org.jspecify.annotations.NullMarked;
