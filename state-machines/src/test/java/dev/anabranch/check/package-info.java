/** Every rule, with a definition that keeps it and one that does not. */
@NullMarked
package dev.anabranch.check;

import org.jspecify.annotations.NullMarked;
