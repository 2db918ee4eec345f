/** What the word-count example promises, in several scripts. */
@NullMarked
package dev.anabranch.examples.wordcount;

import org.jspecify.annotations.NullMarked;
