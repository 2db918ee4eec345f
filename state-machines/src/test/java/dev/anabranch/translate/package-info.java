/** Translations, against golden files, against the rules of the language and against public validators. */
@NullMarked
package dev.anabranch.translate;

import org.jspecify.annotations.NullMarked;
