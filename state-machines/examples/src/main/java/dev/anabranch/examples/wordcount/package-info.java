/** The example {@code word-count}: counts the words of each text in its own action, then adds up the counts. */
@NullMarked
package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.NullMarked;
