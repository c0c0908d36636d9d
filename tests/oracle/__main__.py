"""`python -m tests.oracle`: fetch the judges that tests ask."""

import sys

from tests.oracle.programs import main

sys.exit(main())
