/** Tests of the module boundaries. */
@NullMarked
package dev.anabranch.architecture;

import org.jspecify.annotations.NullMarked;
