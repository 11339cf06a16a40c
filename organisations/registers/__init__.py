"""What Enhetsregisteret and Frivillighetsregisteret say of an organisation, asked politely.

Both are open data of Brønnøysundregistrene (NLOD). Of an entry is kept what an organisation is; its postal
lines and its roles, which are people's names and homes more often than not, are never read.
"""
