/** The example {@code first-answer}: providers are asked in order until one answers. */
@NullMarked
package dev.anabranch.examples.firstanswer;

import org.jspecify.annotations.NullMarked;
