/** Small tasks and workflows that use every feature, for the tests of all packages. */
@NullMarked
package dev.anabranch.translate.sample;

import org.jspecify.annotations.NullMarked;
