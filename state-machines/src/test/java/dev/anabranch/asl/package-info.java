/** What is written in Amazon States Language, word by word. */
@NullMarked
package dev.anabranch.asl;

import org.jspecify.annotations.NullMarked;
