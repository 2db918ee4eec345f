/** The boundaries between rooms and the house rules, as tests; the other modules run the same rules from this module's test jar. */
@NullMarked
package dev.anabranch.architecture;

import org.jspecify.annotations.NullMarked;
