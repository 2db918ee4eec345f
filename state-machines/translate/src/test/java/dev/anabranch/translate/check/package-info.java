/** Invalid definitions with their findings. */
@NullMarked
package dev.anabranch.translate.check;

import org.jspecify.annotations.NullMarked;
