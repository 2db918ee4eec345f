/** The tasks of the example {@code word-count}: words of texts in any script are counted and added up. */
@NullMarked
package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.NullMarked;
