/** The translation of a plan into states. */
@NullMarked
package dev.anabranch.translate.internal.emit;

import org.jspecify.annotations.NullMarked;
