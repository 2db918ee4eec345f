/** Writing the states of a plan. */
@NullMarked
package dev.anabranch.translate.internal.emit;

import org.jspecify.annotations.NullMarked;
