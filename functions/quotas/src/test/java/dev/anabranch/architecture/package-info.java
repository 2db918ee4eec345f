/** The boundaries of this module, as tests. */
@NullMarked
package dev.anabranch.architecture;

import org.jspecify.annotations.NullMarked;
