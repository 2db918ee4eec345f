/** The architecture rules of this module. */
@NullMarked
package dev.anabranch.architecture;

import org.jspecify.annotations.NullMarked;
