"""People and tenancy: users, teams, memberships, invitations, departments, and the mail they get.

The ground floor: every other app may import this one, and it imports none of them.
"""
