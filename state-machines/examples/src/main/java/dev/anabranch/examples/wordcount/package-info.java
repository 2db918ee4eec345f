/** The example {@code word-count}: each text is counted on its own, then all counts are added up. */
@NullMarked
package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.NullMarked;
