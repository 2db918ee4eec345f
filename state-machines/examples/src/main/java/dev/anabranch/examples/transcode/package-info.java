/** The example {@code transcode}: an encoder elsewhere does the work and reports the end through callbacks. */
@NullMarked
package dev.anabranch.examples.transcode;

import org.jspecify.annotations.NullMarked;
