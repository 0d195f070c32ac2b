import sys

from portal.runtime.supervise import main

sys.exit(main())
