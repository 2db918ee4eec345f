/** Definitions that are wrong, and the findings that each of them gets. */
@NullMarked
package dev.anabranch.translate.check;

import org.jspecify.annotations.NullMarked;
