/** Python programs against which tests compare results, each in its own virtual environment. */
@NullMarked
package dev.anabranch.stores.python;

import org.jspecify.annotations.NullMarked;
